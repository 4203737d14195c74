import type { Request, Response } from 'express';
import { urgentCareCases } from '../../api/contract/cases';
import type { Edge } from '../../api/http/edge';
import { edgeFeatures } from '../../bench/arms/heed/features';
import { dutyClinicianId, organisationId } from '../../bench/arms/heed/people';
import { plainerEdge } from '../../bench/arms/heed/plainer-edge';
import type { Caller } from '../../records/caller';

/** What is not really taken away would seem to cost nothing. */

/** An edge that notes what it is asked. */
function notingEdge(): { readonly edge: Edge; readonly asked: string[] } {
  const asked: string[] = [];
  const caller: Caller = { credential: 'somebody', organisationId, roles: ['practitioner'] };
  const edge: Edge = {
    identify: async () => {
      asked.push('authentication');
      return caller;
    },
    permit: () => {
      asked.push('permissions');
    },
    limits: {
      ofCredentials: () => {
        asked.push('limits');
      },
      ofLinks: () => {
        asked.push('limits');
      },
      ofFailedSignIns: async () => null,
      ofSignIns: () => undefined,
      ofConsole: () => undefined,
      ofLooks: () => undefined,
    },
  };
  return { edge, asked };
}

async function pass({ identify, permit, limits }: Edge): Promise<Caller> {
  const caller = await identify('a token');
  limits.ofCredentials({} as Request, {} as Response, () => undefined);
  permit(caller, urgentCareCases.endpoints.raiseConcern);
  return caller;
}

test('with nothing taken away all is asked', async () => {
  const { edge, asked } = notingEdge();
  await pass(plainerEdge(edge, new Set()));
  expect(new Set(asked)).toEqual(new Set(edgeFeatures));
});

test.each(edgeFeatures)('without %s the rest is asked all the same', async (feature) => {
  const { edge, asked } = notingEdge();
  await pass(plainerEdge(edge, new Set([feature])));
  expect(new Set(asked)).toEqual(new Set(edgeFeatures.filter((other) => other !== feature)));
});

test('without authentication everybody is the duty clinician, whom permissions still ask', async () => {
  const caller = await pass(plainerEdge(notingEdge().edge, new Set(['authentication'])));
  expect(caller).toEqual({ credential: dutyClinicianId, organisationId, roles: ['duty-clinician'] });
});

test('without any of them the caller is a platform, of which nobody asks who it is', async () => {
  const { edge, asked } = notingEdge();
  const caller = await pass(plainerEdge(edge, new Set(edgeFeatures)));
  expect(caller.roles).toEqual(['platform']);
  expect(asked).toEqual([]);
});
