import ical, { ICalCalendarMethod, ICalEventStatus, type ICalCalendar } from 'ical-generator';

/** A session as a calendar sees it. Instants are RFC 3339 in UTC, which every calendar shows in its reader's zone. */
export interface Appointment {
  readonly id: string;
  /** Moves and cancellations so far. */
  readonly revision: number;
  readonly cancelled: boolean;
  readonly startsAt: string;
  readonly endsAt: string;
  /** When it was changed last, or made. */
  readonly stampedAt: string;
  readonly title: string;
  readonly place: string;
}

/** Says nothing of what the clinic does: it stands in every patient's mail. */
const PRODUCT = { company: 'clinic', product: 'appointments' };

/** A feed that somebody subscribes to. */
export function feedOf(name: string, timeZone: string, appointments: readonly Appointment[]): string {
  const calendar = ical({ name, timezone: timeZone, prodId: PRODUCT, method: ICalCalendarMethod.PUBLISH, ttl: 900 });
  calendar.timezone(null).x('X-WR-TIMEZONE', timeZone);
  for (const appointment of appointments) add(calendar, appointment);
  return calendar.toString();
}

/** One appointment, or its end, to lay into an e-mail. */
export function invitationOf(appointment: Appointment, organizer: { name: string; email: string }, attendee: string): { method: 'REQUEST' | 'CANCEL'; ics: string } {
  const method = appointment.cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST;
  const calendar = ical({ prodId: PRODUCT, method });
  const event = add(calendar, appointment);
  event.organizer(organizer);
  event.createAttendee({ email: attendee, rsvp: false });
  return { method: appointment.cancelled ? 'CANCEL' : 'REQUEST', ics: calendar.toString() };
}

function add(calendar: ICalCalendar, { id, revision, cancelled, startsAt, endsAt, stampedAt, title, place }: Appointment): ReturnType<ICalCalendar['createEvent']> {
  return calendar.createEvent({
    id: `${id}@appointments`,
    sequence: revision,
    start: startsAt,
    end: endsAt,
    stamp: stampedAt,
    summary: title,
    location: place,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
}
