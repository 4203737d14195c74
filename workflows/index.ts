/** Every workflow that a worker can run. */
export { urgentCare } from './urgent-care/workflow';
