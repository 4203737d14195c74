/** The headers that say what brought a step about: ids by which a request, its logs and its trace are found. */
export const requestIdHeader = 'request-id';
/** As Temporal's interceptors for OpenTelemetry call theirs. */
export const traceHeader = '_tracer-data';
