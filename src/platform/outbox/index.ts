/**
 * Mail that is to leave the service.
 *
 * `postMail` lays a message down in the transaction that has a reason for it; the dispatcher sends it in the background,
 * tries again when the mail server is away, and never sends one twice. `Mailer.configured` tells whether mail can be
 * sent at all. Nothing clinical is ever put into a message. What is about something that may change while it waits is asked
 * for again before it leaves (`askBeforeSending`).
 */
export { postMail, withdrawMail, type Mail } from './post-mail.js';
export { askBeforeSending, type Leaving } from './still-true.js';
export { Mailer } from './mailer.js';
export { MESSAGE_STATUSES, type MessageStatus } from './outbox-message.entity.js';
