/**
 * The tests of the rules in one file, for `npm run test:mutants`: so what they import is loaded once for each mutant.
 * Without the generated lives and the whole enumeration, which take seconds: each mutant would meet them all.
 */
import '../rules/acts.test';
import '../rules/begun-anew.test';
import '../rules/news-and-the-end.test';
import '../rules/who-acts.test';
import '../rules/telling.test';
import '../rules/asking-and-deciding.test';
import '../rules/crossings.test';
import '../rules/disclosure-facts.test';
import '../rules/gp.test';
import '../rules/guard.test';
import '../rules/ladder.test';
import '../rules/mandates.test';
import '../rules/may-be-disclosed.test';
import '../rules/override-review.test';
import '../rules/policy-faults.test';
import '../rules/policy.test';
import '../rules/recipients.test';
import '../rules/second-approval.test';
import '../rules/sign-up.test';
import '../rules/tasks.test';
import '../rules/windows.test';
