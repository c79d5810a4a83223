/** Of what happened between the saved times. */
import type { EventKind } from '../../events/event.ts';
import type { Measured, Quantity } from './quantity.ts';

/** How many events of a kind; null where the time of one could not be found, since there may be more. */
function countOf({ events }: Measured, kind: EventKind): number | null {
  if (events === null || events.unresolved.length > 0) return null;
  return events.list.filter((event) => event.kind === kind).length;
}

function collapseOf({ events }: Measured) {
  return events?.list.find(({ kind }) => kind === 'collapse');
}

export const eventQuantities = {
  collapseTime: {
    what: 'time of the collapse, when all tokens are at one place; empty where there was none',
    kind: 'number',
    events: true,
    over: 'run',
    of: (measured) => collapseOf(measured)?.t ?? null,
  },
  captures: {
    what: 'number of captures of a token by a Rényi center',
    kind: 'whole',
    events: true,
    over: 'run',
    of: (measured) => countOf(measured, 'capture'),
  },
  mergers: {
    what: 'number of mergers of two clusters',
    kind: 'whole',
    events: true,
    over: 'run',
    of: (measured) => countOf(measured, 'merger'),
  },
  births: {
    what: 'number of births of a cluster',
    kind: 'whole',
    events: true,
    over: 'run',
    of: (measured) => countOf(measured, 'birth'),
  },
} as const satisfies Record<string, Quantity>;
