import type { Area } from '../area';
import { supervisionPage } from './supervision-page';

/** The work of everybody, for whoever sees to it that it is done. */
export const supervisionArea: Area = {
  at: '/supervision',
  name: 'Supervision',
  isFor: ['supervisor'],
  pages: [supervisionPage],
};
