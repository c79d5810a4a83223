/** The figures that parkade draws of a run: what each shows, and of which runs it can. Pure. */
import type { FigureName } from 'parkade/figures';
import type { Prepared } from '../engine/protocol.ts';

export interface FigureCard {
  readonly name: FigureName;
  readonly title: string;
  readonly says: string;
  /** Which runs it is for, in words. */
  readonly needs: string;
  readonly suits: (run: Pick<Prepared, 'd' | 'spec'>) => boolean;
}

const anyRun = { needs: 'any run', suits: () => true } as const;
const onTheCircle = { needs: 'tokens on the circle, d = 2', suits: ({ d }: Pick<Prepared, 'd'>) => d === 2 } as const;
const onTheSphere = { needs: 'tokens on the sphere, d = 3', suits: ({ d }: Pick<Prepared, 'd'>) => d === 3 } as const;

export const figureCards: readonly FigureCard[] = [
  { ...onTheCircle, name: 'circle', title: 'The circle at six times', says: 'Tokens and centers, side by side.' },
  { ...onTheCircle, name: 'space-time', title: 'Angles over time', says: 'The path of every token on the circle.' },
  { ...onTheSphere, name: 'sphere', title: 'The sphere at six times', says: 'Tokens and centers, front and back.' },
  {
    ...onTheSphere,
    name: 'trajectories',
    title: 'Paths on the sphere',
    says: 'Where tokens went, and where they ended.',
  },
  { ...anyRun, name: 'curves', title: 'Measurements over time', says: 'Clusters, captured shares, energy, cosines.' },
  { ...anyRun, name: 'cosines', title: 'Histograms of cosines', says: 'How alike tokens are, at some times.' },
  {
    ...{ name: 'merge-tree', title: 'The merge tree', says: 'Which clusters merge, when, and how long each lives.' },
    ...{ needs: 'a run with events', suits: ({ spec }) => spec?.events === true },
  },
];
