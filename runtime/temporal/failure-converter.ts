import { DefaultFailureConverter } from '@temporalio/common';

/** Failures' messages and stack traces go through the codec too: they may quote what failed. Their `type` does not. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
