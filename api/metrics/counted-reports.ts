import type { Records } from '../../records/records';
import { createStatusReports, type StatusReports } from '../../records/urgent-care/status-reports';
import type { Log } from '../../runtime/log';
import { within } from '../../runtime/telemetry/correlation';
import type { ApiMetrics } from './api-metrics';

export interface ReportWatch {
  readonly metrics: ApiMetrics;
  readonly log: Log;
}

export interface CountedReports extends StatusReports {
  /** Of a report that names no message as Heed names them. */
  readonly countUnknown: () => void;
}

/** Counts what a vendor reports, whether it is news or not, and lets it be found by the message that it is about. */
export function countedReports(
  records: Records,
  vendor: 'twilio' | 'sendgrid',
  { metrics, log }: ReportWatch,
): CountedReports {
  const countUnknown = (): void => metrics.unknownReports.inc({ vendor });
  const reports = createStatusReports(records, countUnknown);
  return {
    countUnknown,
    take: (organisationId, at, report) =>
      within({ organisationId, dispatchId: report.dispatchId }, () => {
        metrics.reports.inc({ vendor, status: report.status });
        log.debug({ vendor, result: report.status }, 'a vendor reported');
        return reports.take(organisationId, at, report);
      }),
  };
}
