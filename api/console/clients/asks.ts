import { clients } from '../../contract/clients';
import { urgentCarePlan } from '../../contract/urgent-care-plan';
import { calls } from '../../http/serve-group';
import { clientHandlers } from '../../routes/clients';
import { urgentCarePlanHandlers } from '../../routes/urgent-care-plan';

/** What the console asks of clients and their plans: the same endpoints as platforms do. */
export const ofClients = calls(clients, clientHandlers);
export const ofPlans = calls(urgentCarePlan, urgentCarePlanHandlers);
