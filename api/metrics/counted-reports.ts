import type { StatusReports } from '../../records/urgent-care/status-reports';
import type { Log } from '../../runtime/log';
import { within } from '../../runtime/telemetry/correlation';
import type { ApiMetrics } from './api-metrics';

export interface ReportWatch {
  readonly metrics: ApiMetrics;
  readonly log: Log;
}

/** Counts what a vendor reports, whether it is news or not, and lets it be found by the message that it is about. */
export const countedReports = (
  reports: StatusReports,
  vendor: 'twilio' | 'sendgrid',
  { metrics, log }: ReportWatch,
): StatusReports => ({
  take: (organisationId, at, report) =>
    within({ organisationId, dispatchId: report.dispatchId }, () => {
      metrics.reports.inc({ vendor, status: report.status });
      log.debug({ vendor, result: report.status }, 'a vendor reported');
      return reports.take(organisationId, at, report);
    }),
});
