/** The question of a pain scale over every time but the average of the last 24 hours, by recall period. */
type OverPeriod = Record<string, { lead: string; ask: string }>;

/** @param to what the end of the question names, such as the scale */
export const painPeriodsEn = (to = ''): OverPeriod => ({
  now: { lead: 'Right now:', ask: `How strong is your pain${to}?` },
  'last-24h-worst': { lead: 'Think of the last 24 hours.', ask: `How strong was your pain at its worst${to}?` },
  'last-24h-least': { lead: 'Think of the last 24 hours.', ask: `How strong was your pain at its least${to}?` },
  'last-7d-average': { lead: 'Think of the last 7 days.', ask: `How strong was your pain on average${to}?` },
  'last-7d-worst': { lead: 'Think of the last 7 days.', ask: `How strong was your pain at its worst${to}?` },
});

export const painPeriodsDe = (to = ''): OverPeriod => ({
  now: { lead: 'Jetzt gerade:', ask: `Wie stark sind Ihre Schmerzen${to}?` },
  'last-24h-worst': { lead: 'Denken Sie an die letzten 24 Stunden.', ask: `Wie stark waren Ihre schlimmsten Schmerzen${to}?` },
  'last-24h-least': { lead: 'Denken Sie an die letzten 24 Stunden.', ask: `Wie stark waren Ihre geringsten Schmerzen${to}?` },
  'last-7d-average': { lead: 'Denken Sie an die letzten 7 Tage.', ask: `Wie stark waren Ihre Schmerzen im Durchschnitt${to}?` },
  'last-7d-worst': { lead: 'Denken Sie an die letzten 7 Tage.', ask: `Wie stark waren Ihre schlimmsten Schmerzen${to}?` },
});
