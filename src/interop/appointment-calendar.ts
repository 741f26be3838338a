import ical, { ICalCalendarMethod, ICalEventStatus, type ICalCalendar } from 'ical-generator';

/** A session as a calendar sees it. Instants are RFC 3339 in UTC, which every calendar shows in its reader's zone. */
export interface Appointment {
  readonly id: string;
  /** Moves and cancellations so far. */
  readonly revision: number;
  readonly cancelled: boolean;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly createdAt: string;
  /** When it was moved or cancelled last, else when it was made. */
  readonly revisedAt: string;
  readonly title: string;
  readonly place: string;
}

/** Says nothing of what the clinic does: it stands in every patient's mail. */
const PRODUCT = { company: 'clinic', product: 'appointments' };

/**
 * A feed that somebody subscribes to. It bears no METHOD: it is a calendar, not a message about one (RFC 5546 would want an
 * organizer of each event), so that DTSTAMP is the time of the last revision (RFC 5545 3.8.7.2).
 */
export function feedOf(name: string, timeZone: string, appointments: readonly Appointment[]): string {
  const calendar = ical({ name: asText(name), prodId: PRODUCT, ttl: 900 });
  for (const appointment of appointments) add(calendar, appointment, appointment.revisedAt);
  // Said of the whole calendar, so before its first event; the library would write it behind the last, or write every time in that zone.
  return calendar.toString().replace('\r\nREFRESH-INTERVAL', `\r\nX-WR-TIMEZONE:${timeZone}\r\nREFRESH-INTERVAL`);
}

const oneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ');

/** A TEXT value (RFC 5545 3.3.11), which the library does not make of a calendar's name: a line break would begin a property of its own. */
const asText = (text: string): string => oneLine(text).replaceAll(/[\\;,]/g, (mark) => `\\${mark}`);

/** A value of a parameter, in which no quotation mark may stand (RFC 5545 3.2). */
const asParameter = (text: string): string => oneLine(text).replaceAll('"', "'");

/** One appointment, or its end, to lay into an e-mail; DTSTAMP is when the message was made (RFC 5545 3.8.7.2). */
export function invitationOf(appointment: Appointment, madeAt: string, organizer: { name: string; email: string }, attendee: string): { method: 'REQUEST' | 'CANCEL'; ics: string } {
  const method = appointment.cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST;
  const calendar = ical({ prodId: PRODUCT, method });
  const event = add(calendar, appointment, madeAt);
  event.organizer({ ...organizer, name: asParameter(organizer.name) });
  event.createAttendee({ email: attendee, rsvp: false });
  return { method: appointment.cancelled ? 'CANCEL' : 'REQUEST', ics: calendar.toString() };
}

function add(calendar: ICalCalendar, { id, revision, cancelled, startsAt, endsAt, createdAt, revisedAt, title, place }: Appointment, stamp: string): ReturnType<ICalCalendar['createEvent']> {
  return calendar.createEvent({
    id: `${id}@appointments`,
    sequence: revision,
    start: startsAt,
    end: endsAt,
    stamp,
    created: createdAt,
    lastModified: revisedAt,
    summary: title,
    location: place,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
}
