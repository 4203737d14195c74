import { z } from 'zod';
import { durationMs } from '../../workflows/urgent-care/policy';

/** An ISO 8601 duration between these two, as text. */
export const durationWithin = (least: string, most: string) =>
  z.string().superRefine((text, context) => {
    try {
      const ms = durationMs(text);
      if (ms >= durationMs(least) && ms <= durationMs(most)) return;
      context.addIssue({ code: 'custom', message: `must be from ${least} to ${most}` });
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'no duration' });
    }
  });
