/** Another thread of the team that shares a field. */
import { serveTeam } from 'parkade/browser';

serveTeam();
