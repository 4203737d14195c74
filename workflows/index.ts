/** Every workflow that a worker can run. */
export { preflight } from './preflight/workflow';
export { urgentCare } from './urgent-care/workflow';
