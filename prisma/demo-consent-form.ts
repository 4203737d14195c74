/** The demo organisations' form. ⚖ An organisation has its own words approved. */
export const demoConsentForm = (organisationName: string): string =>
  [
    `This form is between you and ${organisationName}. It asks for your consent to our keeping and using information ` +
      'about your health and how you feel. Please read it in your own time. You can ask us anything before you sign.',
    'What we ask for. Before your first session we ask you some questions about how you have been. Later your ' +
      'practitioner keeps short notes. If you sign up for urgent care, we also keep whom we may talk to about you in an ' +
      'emergency, and what we may tell them.',
    'What we use it for. To see what help suits you, to find you a practitioner, and to help you if we are worried ' +
      'about your safety. We do not use it for advertising, and we do not sell it.',
    'Who sees it. Your practitioner sees your name, and only what else you agree to. The people on duty see what they ' +
      'need if we are worried about your safety. Nobody else is told, unless you have agreed, unless it is needed to ' +
      'keep someone from serious harm, or unless the law says that we must.',
    'How long we keep it. During your course, and for up to one year after it ends, in case you want a copy. Then we ' +
      'erase it, unless the law says that we must keep it longer.',
    'Your rights. You can see what we hold about you, have a copy, and have mistakes put right. You can ask us to erase ' +
      'it. You can complain to us, and to the Information Commissioner’s Office.',
    'You can change your mind. You can withdraw this consent at any time, as easily as you give it. We then stop using ' +
      'the information at once and tell your practitioner. We may have to keep some of it: where you are in an ' +
      'emergency, and where the law says so. Withdrawing does not change what was done before.',
    'You do not have to sign. Without your consent we cannot ask you the questions or offer you sessions, but if we are ' +
      'worried about your safety, we still act.',
  ].join('\n\n');
