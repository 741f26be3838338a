/**
 * The words that leave the clinic about an appointment. They say when and where, never what for: mail and calendars are
 * read over shoulders. `{{...}}` are places that `filledIn` fills.
 */
export const PLACES = ['givenName', 'clinic', 'date', 'time', 'room'] as const;
/** `until`, when an offer ends, stands in our own words alone. */
export type Places = Record<(typeof PLACES)[number] | 'until', string>;

interface Words {
  readonly appointment: string;
  readonly reminder: { readonly subject: string; readonly text: string };
  readonly moved: { readonly subject: string; readonly text: string };
  readonly cancelled: { readonly subject: string; readonly text: string };
  readonly offer: { readonly subject: string; readonly text: string };
}

const ENGLISH: Words = {
  appointment: 'Appointment at {{clinic}}',
  reminder: { subject: 'Your appointment on {{date}}', text: 'Dear {{givenName}},\n\nwe look forward to seeing you at {{clinic}} on {{date}} at {{time}} ({{room}}).\n\nIf you cannot come, please let us know as soon as you can.' },
  moved: { subject: 'Your appointment has moved to {{date}}', text: 'Dear {{givenName}},\n\nyour appointment at {{clinic}} is now on {{date}} at {{time}} ({{room}}). It takes the place of the one we wrote to you about.' },
  cancelled: { subject: 'Your appointment on {{date}} is cancelled', text: 'Dear {{givenName}},\n\nyour appointment at {{clinic}} on {{date}} at {{time}} will not take place. Please call us if you have any question.' },
  offer: { subject: 'A time has become free on {{date}}', text: 'Dear {{givenName}},\n\na time has become free at {{clinic}}: {{date}} at {{time}}. If you would like it, please call us by {{until}}. Whoever answers first gets it; nothing changes if you do not.' },
};

const GERMAN: Words = {
  appointment: 'Termin: {{clinic}}',
  reminder: { subject: 'Ihr Termin am {{date}}', text: 'Guten Tag {{givenName}},\n\nwir erwarten Sie am {{date}} um {{time}} in der Praxis {{clinic}} ({{room}}).\n\nWenn Sie nicht kommen können, sagen Sie uns bitte so früh wie möglich Bescheid.' },
  moved: { subject: 'Ihr Termin wurde auf {{date}} verlegt', text: 'Guten Tag {{givenName}},\n\nIhr Termin in der Praxis {{clinic}} ist nun am {{date}} um {{time}} ({{room}}). Er ersetzt den Termin, über den wir Ihnen geschrieben haben.' },
  cancelled: { subject: 'Ihr Termin am {{date}} fällt aus', text: 'Guten Tag {{givenName}},\n\nIhr Termin in der Praxis {{clinic}} am {{date}} um {{time}} findet nicht statt. Bei Fragen rufen Sie uns bitte an.' },
  offer: { subject: 'Am {{date}} ist ein Termin frei geworden', text: 'Guten Tag {{givenName}},\n\nin der Praxis {{clinic}} ist ein Termin frei geworden: {{date}} um {{time}}. Wenn Sie ihn möchten, rufen Sie uns bitte an bis {{until}}. Wer zuerst antwortet, bekommt ihn; sonst bleibt alles, wie es ist.' },
};

const LANGUAGES: Readonly<Record<string, Words>> = { en: ENGLISH, de: GERMAN };

/** `de-AT` → `de`; English for a language we have no words in. */
export const languageOf = (tag: string | null | undefined): string => {
  const language = tag?.split('-')[0]?.toLowerCase() ?? 'en';
  return Object.hasOwn(LANGUAGES, language) ? language : 'en';
};

export const wordsIn = (tag: string | null | undefined): Words => LANGUAGES[languageOf(tag)] ?? ENGLISH;

export const filledIn = (text: string, places: Partial<Places>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => (Object.hasOwn(places, name) ? (places[name as keyof Places] ?? '') : whole));

/** Places in a text that nothing fills. */
export const unknownPlaces = (text: string): string[] =>
  [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name ?? '').filter((name) => !(PLACES as readonly string[]).includes(name));

/** When a session is, as its reader would say it, in the clinic's time zone. */
export function spokenTime(instant: string, timeZone: string, tag: string | null | undefined): { date: string; time: string } {
  const moment = Date.parse(instant);
  // Without extensions: nobody's appointment is in the year 2573.
  const locale = new Intl.Locale(tag ?? 'en').baseName;
  const format = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(languageOf(tag) === 'en' && !locale.startsWith('en') ? 'en' : locale, { ...options, timeZone }).format(moment);
  return { date: format({ dateStyle: 'full' }), time: format({ timeStyle: 'short' }) };
}
