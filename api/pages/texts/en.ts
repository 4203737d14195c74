/**
 * What the personal pages say, in English, for a reader of nine to eleven years: short words, one thought a sentence.
 * `{braces}` are filled in. Held by test/rules/plain-words.test.ts.
 *
 * Not here, since others lettered it: the crisis block (domain.md §3), the questions of a published questionnaire, the
 * organisation's own consent form, and the question that a client thought up for themselves.
 */
export const en = {
  // Every page
  title: 'Message for you',
  skip: 'Go to the message',
  note: 'Note',
  exit: 'Leave this page',
  'exit.keys': 'Or press Esc or Shift three times.',
  'exit.two-more': 'Press two more times to leave.',
  'exit.one-more': 'Press one more time to leave.',
  'exit.leaving': 'Leaving.',
  'crisis.heading': 'If you are in danger now',
  continue: 'Continue',
  back: 'Back',
  'call-us': 'You can call us on {number}.',
  'call-sender': 'You can call {senderName} on {number}.',
  'mend.heading': 'There is a problem',

  // What went wrong
  'problem.heading': 'This did not work',
  'problem.link-not-valid': 'This link does not work any more. Please call us. If you are in danger, call 999.',
  'problem.news-link-not-valid':
    'This link does not work any more. To stop news from us, answer STOP to our text. Or answer our email with the word "unsubscribe". One of them is enough.',
  'problem.form-used': 'We have this form already. Open the link in our message again.',
  'problem.not-now': 'There is nothing to send here now. Open the link in our message again to see what comes next.',
  'problem.form-unreadable': 'We could not read the form. Please open the link in our message again.',
  'problem.too-many-requests':
    'You did this too often. Please wait {retryAfter} seconds, then try again. If somebody is in danger now, call 999.',
  'problem.consent-form-not-in-force': 'There is a newer form. Please read and sign that one.',
  'problem.other': 'Please try again in a minute.',

  // The question that only the client can answer
  'guard.received': 'Thank you. We have your answer.',
  'guard.ask': 'Please answer your own question first. Then you can read the message.',
  'guard.ask-again': 'To change it, please answer your own question again.',
  'guard.wrong': 'That is not the answer that we have. You can try again, or call us.',

  // What the client wants in urgent care
  'client.received': 'Thank you. We have your answer. You can change it below.',
  'client.ended': 'This is over. We will not tell anyone else.',
  'client.about-you': '{senderName} is worried about you. We may ask people in your plan to help.',
  'client.about-another': '{senderName} is worried. We want to talk with you about the person you told us of.',
  'client.first': 'We want to hear from you first.',
  'client.for-each': 'You can say yes or no for each person.',
  'client.gp': 'Your GP: may we tell them?',
  'client.contact-1': 'Your first contact: may we tell them?',
  'client.contact-2': 'Your second contact: may we tell them?',
  'client.yes.attention': 'Yes, but only ask them to call you',
  'client.yes.concern': 'Yes, tell them that you are worried about me',
  'client.yes.summary': 'Yes, tell them in a few words what happened',
  'client.no': 'No, do not tell them',
  'client.send': 'Send my answer',
  'client.mend': 'Pick an answer for one person or more. Or press "Please call me".',
  'client.call.heading': 'Would you like to talk?',
  'client.call.what': 'Press this and a person will call you. We also take the answers you picked above.',
  'client.call.alone': 'Press this and a person will call you.',
  'client.call': 'Please call me',
  'client.refuse.heading': 'I do not want this',
  'client.refuse.what':
    'Press this to say no for each person. We listen to your no. We can only tell someone then if the law lets us.',
  'client.withdraw.what': 'You can take back your yes. We stop, and we let you know what we told people before.',
  'client.refuse': 'Do not tell anyone',
  'client.next.heading': 'What happens next',
  'client.next.reads': 'A person at {senderName} reads your answer. Then they choose what to do.',
  'client.next.yes': 'If you say yes for someone, we tell them what you picked and no more.',
  'client.next.silence':
    'If you send nothing, that is not a yes and not a no. What you said in your plan may still count.',
  'client.next.change': 'You can open this page again and change your answer.',

  // What is asked of a GP or contact
  'contact.talk': 'We would like to talk to you.',
  'contact.concern': 'We are worried about {name}.',
  'contact.call': 'Please call {senderName}:',
  'contact.danger': 'If somebody is in danger now, call {number}.',
  'contact.ask': 'Can you act on this?',
  'contact.tell-us': 'Please press one of these, so that we know. If you cannot help, we can ask someone else.',
  'contact.acting': 'I am acting on this',
  'contact.cannot': 'I cannot help',
  'contact.received.acting': 'Thank you. We have your answer: you are acting. You can change it below.',
  'contact.received.cannot': 'Thank you. We have your answer: you cannot help. You can change it below.',
  'contact.received.acknowledged': 'Thank you. We know that you have read this. You can tell us more below.',
  'contact.held':
    'Somebody gave us your name and how to reach you, so that we can ask for your help. We keep them for that alone, as long as you may be needed. You can ask us what we hold, to put it right or to stop.',

  // How it was
  'afterwards.received': 'Thank you. A person at {senderName} reads it.',
  'afterwards.ask': 'It is over for now. How was it for you? What you write changes nothing about the help you get.',
  'afterwards.words': 'In your words',
  'afterwards.complaint': 'I want to make a complaint',
  'afterwards.send': 'Send',

  // Signing up
  'sign-up.received.signed': 'Thank you. We have your form. Your copy is below.',
  'sign-up.received.answered': 'Thank you. We have your answers.',
  'sign-up.received.withdrawn': 'You have taken back your consent. We have stopped using what it was for.',
  'sign-up.received.left': 'We have heard you.',
  'sign-up.received.renewed': 'A new link is on its way to you. You can also go on here.',
  'sign-up.safety-conversation': 'Somebody from us would like to talk with you first. They will call you.',
  'sign-up.planning-urgent-care': 'Next we write down with you whom we may tell if we are worried. We will call you.',
  'sign-up.allocating': 'We are looking for the right person for you. We will write to you.',
  'sign-up.enrolled': 'Someone is there for you now. They will be in touch.',
  'sign-up.expired': 'We had not heard from you, so we stopped for now. You can go on at any time.',
  'sign-up.left': 'You have left your sign-up. We ask you for nothing more. You are welcome to come back at any time.',
  'sign-up.renew': 'Send me a new link',
  'sign-up.copy': 'Download a copy of the form that you signed (PDF)',
  'sign-up.withdraw.heading': 'I want to take back my consent',
  'sign-up.withdraw.what':
    'We stop using what it was for, and tell the person who works with you. This alone deletes nothing.',
  'sign-up.withdraw': 'Take back my consent',
  'sign-up.leave.heading': 'I do not want to go on',
  'sign-up.leave.what': 'You can leave at any time, and come back at any time. We ask you for nothing more.',
  'sign-up.leave': 'Leave',

  // The consent form
  'form.ask':
    'Please read this form, and sign it if you agree. There is no hurry. You can close this page and open it again by the link in our message.',
  'form.heading': 'The form',
  'form.version': 'Version {version}',
  'form.sign.heading': 'Sign it',
  'form.name': 'Your full name',
  'form.agree': 'I have read the form, and I agree to it',
  'form.sign': 'Sign',
  'form.mend': 'Please write your name, and tick the box if you agree.',
  'form.copy': 'You can download a copy when you have signed.',

  // The questions
  'questions.ask':
    'The next step is some questions about how you have been. There is one on each page. You can stop at any time and go on by the link in our message.',
  'questions.begin': 'Begin',
  'questions.go-on': 'Go on with the questions',
  'questions.heading': 'Question {item} of {count}',
  'questions.mend': 'Please choose an answer.',
  'questions.skip': 'Leave this one out',
  'questions.stop': 'You can stop here and go on later by the link in our message.',
  'questions.someone-will-call':
    'Thank you for telling us. Someone from {senderName} will call you. You do not have to wait for them: the numbers above are there for you now.',
  'questions.thank-you': 'Thank you for telling us',
  'questions.will-call':
    'Someone will call you. You do not have to wait for them: the numbers above are there for you now.',
  'questions.not-taken': 'We could not go on with the other questions. You can open the link in our message again.',
  'answers.heading': 'Your answers',
  'answers.mend': 'Please answer what is not answered yet.',
  'answers.none': 'Not answered',
  'answers.change': 'change',
  'answers.which': 'question {item}',
  'answers.send': 'Send my answers',

  // What they are sent
  'news.heading': 'News from {senderName}',
  'news.received.stopped': 'You get no more news from us.',
  'news.received.stopped-some': 'You get no more of these.',
  'news.received.agreed': 'Thank you. You get news from us again.',
  'news.in-force': 'You get news from us about:',
  'news.stop-all': 'Stop all news',
  'news.stop-some.heading': 'Or stop only some of it',
  'news.stop-some': 'Stop what I ticked',
  'news.none': 'You get no news from us.',
  'news.again.heading': 'I want news again',
  'news.again.which': 'Tick what you want',
  'news.again': 'Send me what I ticked',
  'news.only': 'What you choose here does not change our other messages to you.',

  // The copy of their data
  'copy.ask': 'Here you can get a copy of what we keep about you. We ask something first, so that nobody else gets it.',
  'copy.birth-date': 'What is your date of birth?',
  'copy.wrong': 'That is not what we have. You can try again, or call us.',
  'copy.get': 'Get my copy',
  'copy.file': 'You get one file. It opens on a computer or a phone. Please keep it where only you can see it.',
  'copy.by-phone': 'To get a copy of what we keep about you, please call us: we ask you who you are first.',
  'copy.title': 'Copy of your data',
  'copy.yes': 'yes',
  'copy.no': 'no',
} as const;
