import { contract } from '../../api/contract/contract';
import type { Endpoint } from '../../api/contract/endpoint';

/** An endpoint of the contract, with the name and the place under which it is served. */
export interface Place {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly at: string;
}

export const places: readonly Place[] = contract.flatMap((group) =>
  Object.entries(group.endpoints).map(([name, endpoint]) => ({ name, endpoint, at: group.path + endpoint.path })),
);

export const namesInBraces = (at: string): readonly string[] =>
  [...at.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

/** @param idOf what stands for a name in braces */
export const pathTo = (at: string, idOf: (name: string) => string): string =>
  at.replaceAll(/\{(\w+)\}/g, (_, name: string) => idOf(name)).replace(/\/$/, '');
