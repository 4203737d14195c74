import { SpanKind } from '@opentelemetry/api';
import type { ListTellers } from '../../activities/marketing-opt-out/list-tellers';
import type { MessageChannel } from '../../activities/messaging/channels';
import type { Channels } from '../../activities/messaging/post';
import type { Log } from '../../runtime/log';
import { span } from '../../runtime/telemetry/spans';
import type { WorkerMetrics } from './worker-metrics';

/** Who is asked to do something for us elsewhere. */
type Vendor = 'twilio' | 'sendgrid' | 'webhook';

interface Watch {
  readonly log: Log;
  readonly metrics: WorkerMetrics;
}

interface Asked {
  readonly vendor: Vendor;
  readonly channel: 'sms' | 'voice' | 'email' | 'list';
  readonly dispatchId?: string;
}

/** Counts, times, logs and traces whatever vendors are asked: by id, and by what came of it. */
export function watchVendors({ log, metrics }: Watch): {
  readonly channels: (channels: Channels) => Channels;
  readonly listTellers: (tellers: ListTellers) => ListTellers;
} {
  const asking = <Answer extends { readonly kind: string }>(
    { vendor, channel, dispatchId }: Asked,
    ask: () => Promise<Answer>,
  ): Promise<Answer> => {
    const attributes = {
      'heed.vendor': vendor,
      'heed.channel': channel,
      ...(dispatchId ? { 'heed.dispatch_id': dispatchId } : {}),
    };
    return span(`${vendor} ${channel}`, { kind: SpanKind.CLIENT, attributes }, async (active) => {
      const startedAt = performance.now();
      const answer = await ask();
      const ms = performance.now() - startedAt;
      const { kind: result } = answer;
      metrics.vendors.observe({ vendor, channel, result }, ms / 1_000);
      active.setAttribute('heed.result', result);
      log.info({ dispatchId, vendor, channel, result, ms: Math.round(ms) }, 'a vendor was asked');
      return answer;
    });
  };
  const watched = (vendor: Vendor, channel: 'sms' | 'voice' | 'email', by: MessageChannel): MessageChannel => ({
    send: (message) => asking({ vendor, channel, dispatchId: message.id }, () => by.send(message)),
    find: (message) => by.find(message),
  });
  return {
    channels: ({ sms, voice, email }) => ({
      sms: watched('twilio', 'sms', sms),
      voice: watched('twilio', 'voice', voice),
      email: watched('sendgrid', 'email', email),
    }),
    listTellers: (tellers) => ({
      'sendgrid-group': (target, toTell) =>
        asking({ vendor: 'sendgrid', channel: 'list' }, () => tellers['sendgrid-group'](target, toTell)),
      webhook: (target, toTell) =>
        asking({ vendor: 'webhook', channel: 'list' }, () => tellers.webhook(target, toTell)),
    }),
  };
}
