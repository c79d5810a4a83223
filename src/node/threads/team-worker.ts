/** A helper thread of a team. */
import { parentPort } from 'node:worker_threads';
import type { Invitation } from '../../backends/crew.ts';
import { serveCrew } from '../../backends/crew-member.ts';

parentPort?.on('message', (invitation: Invitation) => serveCrew(invitation, () => parentPort?.postMessage('ready')));
