/** What a browser computes on: threads that share a field over Web Workers. */
export { serveTeam, startTeam, type TeamOptions } from './team.ts';
export { threadsHere } from './threads-here.ts';
