import type { Policy } from '../../workflows/urgent-care/policy';

/** contract.md §3, word for word and apart from the code's own: what a new organisation starts with. */
export const policyOfTheContract: Policy = {
  version: 1,
  clientWindow: { immediate: 'PT10M', significant: 'PT1H', watchful: 'P2D' },
  decision: { remindAfter: 'PT5M', nextPersonAfter: 'PT15M' },
  secondApproval: { nextSupervisorAfter: 'PT10M', immediateMayProceedAfter: 'PT20M' },
  steps: [
    {
      recipients: ['contact-1', 'contact-2'],
      channels: ['sms', 'voice', 'email'],
      attempts: 3,
      every: 'PT5M',
      acknowledgeWithin: 'PT15M',
      actWithin: 'PT30M',
      stopAfter: 'first-acting',
    },
    { recipients: ['gp'], channels: ['email', 'sms'] },
  ],
  nobodyActing: { pageEvery: 'PT15M' },
  aftercare: { tellClientWithin: 'PT4H', reviewOverrideWithin: 'PT72H', askClientAfter: 'P3D' },
  gpHours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:30' },
};
