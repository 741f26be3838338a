/**
 * What leaves the clinic about appointments: calendar feeds behind secret links, reminders by e-mail.
 *
 * Reads every room, changes none. Nothing that leaves says who is treated for what: a feed holds times, devices and
 * rooms, a message a first name and a time.
 */
export { InteropModule } from './interop.module.js';
