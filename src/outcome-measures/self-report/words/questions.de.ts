import { painPeriodsDe } from './pain-periods.js';
import { inOrder, type MeasureWords } from './words.js';
import { PROMIS_29_DE } from './promis-29.de.js';

const PAIN = { low: 'kein Schmerz', high: 'der stärkste vorstellbare Schmerz' };
const HINDRANCE = { low: 'gar nicht', high: 'vollständig' };
const TWO_WEEKS_OFTEN = ['Überhaupt nicht', 'An einzelnen Tagen', 'An mehr als der Hälfte der Tage', 'Beinahe jeden Tag'];

/**
 * Questions in German. PHQ-9 and GAD-7 stand in their German wording, which may be reproduced and shown without
 * permission (Pfizer): the items were compared with public reproductions of it, the question on function is recalled. Everything
 * else is said in our own words.
 */
export const QUESTIONS_DE: Readonly<Record<string, MeasureWords>> = {
  'nrs-pain': { lead: 'Denken Sie an die letzten 24 Stunden.', ...PAIN, items: { pain: 'Wie stark waren Ihre Schmerzen im Durchschnitt?' }, overPeriod: painPeriodsDe() },
  'vas-pain': { lead: 'Denken Sie an die letzten 24 Stunden.', ...PAIN, items: { pain: 'Wie stark waren Ihre Schmerzen im Durchschnitt, von 0 bis 100?' }, overPeriod: painPeriodsDe(', von 0 bis 100') },
  peg: {
    lead: 'Denken Sie an die vergangene Woche.',
    ...HINDRANCE,
    items: {
      pain: { ask: 'Wie stark waren Ihre Schmerzen im Durchschnitt?', ...PAIN },
      enjoyment: 'Wie sehr haben die Schmerzen Ihre Lebensfreude gestört?',
      activity: 'Wie sehr haben die Schmerzen Sie in Ihrem Alltag behindert?',
    },
  },
  pgic: {
    lead: 'Seit Beginn der Behandlung:',
    choices: ['Sehr viel besser', 'Viel besser', 'Etwas besser', 'Unverändert', 'Etwas schlechter', 'Viel schlechter', 'Sehr viel schlechter'],
    items: { change: 'Wie haben Sie sich insgesamt verändert?' },
  },
  'phq-9': {
    form: { credit: 'Gesundheitsfragebogen für Patienten (PHQ-9, deutsche Fassung des PHQ-D): R. L. Spitzer, J. B. W. Williams, K. Kroenke; B. Löwe, S. Zipfel, W. Herzog. Frei verwendbar.', source: 'Löwe 2002, PHQ-D, and Löwe 2008 Med Care 46:266; compared item by item with public reproductions, not with the printed form', provenance: 'secondary-source' },
    lead: 'Wie oft fühlten Sie sich im Verlauf der letzten 2 Wochen durch die folgenden Beschwerden beeinträchtigt?',
    choices: TWO_WEEKS_OFTEN,
    items: {
      ...inOrder(
        'Wenig Interesse oder Freude an Ihren Tätigkeiten',
        'Niedergeschlagenheit, Schwermut oder Hoffnungslosigkeit',
        'Schwierigkeiten, ein- oder durchzuschlafen, oder vermehrter Schlaf',
        'Müdigkeit oder Gefühl, keine Energie zu haben',
        'Verminderter Appetit oder übermäßiges Bedürfnis zu essen',
        'Schlechte Meinung von sich selbst; Gefühl, ein Versager zu sein oder die Familie enttäuscht zu haben',
        'Schwierigkeiten, sich auf etwas zu konzentrieren, z. B. beim Zeitunglesen oder Fernsehen',
        'Waren Ihre Bewegungen oder Ihre Sprache so verlangsamt, dass es auch anderen auffallen würde? Oder waren Sie im Gegenteil „zappelig“ oder ruhelos und hatten dadurch einen stärkeren Bewegungsdrang als sonst?',
        'Gedanken, dass Sie lieber tot wären oder sich Leid zufügen möchten',
      ),
      function: {
        lead: 'Falls Sie Beschwerden angegeben haben:',
        ask: 'Wie sehr haben diese Beschwerden es Ihnen erschwert, Ihre Arbeit zu tun, etwas zu Hause zu erledigen oder mit anderen zurechtzukommen?',
        choices: ['Überhaupt nicht erschwert', 'Etwas erschwert', 'Relativ stark erschwert', 'Sehr stark erschwert'],
      },
    },
  },
  'gad-7': {
    form: { credit: 'GAD-7, deutsche Fassung: R. L. Spitzer, J. B. W. Williams, K. Kroenke; B. Löwe. Frei verwendbar.', source: 'Löwe 2002, PHQ-D, and Löwe 2008 Med Care 46:266; compared item by item with public reproductions, not with the printed form', provenance: 'secondary-source' },
    lead: 'Wie oft fühlten Sie sich im Verlauf der letzten 2 Wochen durch die folgenden Beschwerden beeinträchtigt?',
    choices: TWO_WEEKS_OFTEN,
    items: inOrder(
      'Nervosität, Ängstlichkeit oder Anspannung',
      'Nicht in der Lage sein, Sorgen zu stoppen oder zu kontrollieren',
      'Übermäßige Sorgen bezüglich verschiedener Angelegenheiten',
      'Schwierigkeiten zu entspannen',
      'Rastlosigkeit, so dass Stillsitzen schwer fällt',
      'Schnelle Verärgerung oder Gereiztheit',
      'Gefühl der Angst, so als würde etwas Schlimmes passieren',
    ),
  },
  'bpi-sf': {
    lead: 'Denken Sie an die letzten 24 Stunden.',
    ...HINDRANCE,
    items: {
      worst: { ask: 'Wie stark waren die Schmerzen, als sie am stärksten waren?', ...PAIN },
      least: { ask: 'Wie stark waren die Schmerzen, als sie am geringsten waren?', ...PAIN },
      average: { ask: 'Wie stark sind die Schmerzen im Durchschnitt?', ...PAIN },
      now: { lead: 'In diesem Augenblick:', ask: 'Wie stark sind die Schmerzen?', ...PAIN },
      'general-activity': 'Wie sehr stören die Schmerzen den Alltag?',
      mood: 'Wie sehr stören die Schmerzen die Stimmung?',
      walking: 'Wie sehr stören die Schmerzen das Gehen?',
      work: 'Wie sehr stören die Schmerzen die Arbeit, auch im Haushalt?',
      relations: 'Wie sehr stören die Schmerzen den Umgang mit anderen?',
      sleep: 'Wie sehr stören die Schmerzen den Schlaf?',
      enjoyment: 'Wie sehr stören die Schmerzen die Lebensfreude?',
      relief: { ask: 'Wie viel Linderung brachten Behandlungen, in Prozent?', low: 'keine', high: 'vollständige' },
    },
  },
  'promis-pain-interference-4a': {
    lead: 'Denken Sie an die letzten 7 Tage. Wie sehr störten Schmerzen dabei?',
    low: 'gar nicht',
    high: 'sehr',
    items: inOrder('Der Tagesablauf', 'Die Arbeit rund ums Haus', 'Das Zusammensein mit anderen', 'Der Haushalt'),
  },
  'promis-29': PROMIS_29_DE,
  pcs: {
    lead: 'Wenn Sie Schmerzen haben: Wie sehr haben Sie diesen Gedanken oder dieses Gefühl?',
    low: 'gar nicht',
    high: 'die ganze Zeit',
    items: inOrder(
      'Sorge, ob es je aufhört', 'Gefühl, nicht mehr zu können', 'Es ist schrecklich und wird nie besser', 'Es ist furchtbar und überwältigt mich',
      'Ich halte es nicht mehr aus', 'Angst, dass es schlimmer wird', 'An andere schmerzhafte Ereignisse denken', 'Ängstlich wünschen, dass es vergeht',
      'Es nicht aus dem Kopf bekommen', 'Daran denken, wie weh es tut', 'Daran denken, wie sehr es aufhören soll', 'Nichts kann es lindern', 'Sich fragen, ob etwas Ernstes dahintersteckt',
    ),
  },
  fiqr: {
    lead: 'Denken Sie an die letzten 7 Tage.',
    low: 'keine Beschwerden',
    high: 'sehr starke Beschwerden',
    items: inOrder(
      'Schwierigkeit: Haare pflegen', 'Schwierigkeit: 20 Minuten gehen', 'Schwierigkeit: eine Mahlzeit kochen', 'Schwierigkeit: Böden reinigen', 'Schwierigkeit: Einkäufe tragen',
      'Schwierigkeit: eine Treppe steigen', 'Schwierigkeit: Betten beziehen', 'Schwierigkeit: 45 Minuten sitzen', 'Schwierigkeit: einkaufen gehen', 'Insgesamt: Ziele nicht erreicht',
      'Insgesamt: überwältigt', 'Schmerzen', 'Mangel an Energie', 'Steifheit', 'Schlechter Schlaf', 'Niedergeschlagenheit', 'Gedächtnisprobleme', 'Angst',
      'Empfindlichkeit bei Berührung', 'Gleichgewichtsprobleme', 'Empfindlichkeit für Lärm, Licht, Gerüche, Kälte',
    ),
  },
  isi: {
    lead: 'Denken Sie an die letzten 2 Wochen. Wie sehr macht Ihnen das zu schaffen?',
    low: 'gar nicht',
    high: 'sehr stark',
    items: inOrder('Einschlafen', 'Durchschlafen', 'Zu frühes Aufwachen', 'Unzufriedenheit mit dem Schlaf', 'Anderen fällt es auf', 'Sorge um den Schlaf', 'Störung am Tag'),
  },
  'qids-sr16': {
    lead: 'Denken Sie an die letzten 7 Tage. Wie sehr traf das auf Sie zu?',
    low: 'gar nicht',
    high: 'sehr',
    items: inOrder(
      'Schwer eingeschlafen', 'Schlecht durchgeschlafen', 'Zu früh aufgewacht', 'Zu viel geschlafen', 'Traurigkeit', 'Weniger Appetit', 'Mehr Appetit', 'Gewicht verloren',
      'Gewicht zugenommen', 'Schwer konzentriert oder entschieden', 'Schlechte Sicht auf sich selbst', 'Gedanken an Tod oder Suizid', 'Weniger Interesse', 'Weniger Energie', 'Verlangsamt', 'Unruhig',
    ),
  },
  'c-ssrs-screener': {
    lead: 'Denken Sie an den vergangenen Monat. Hatten Sie das?',
    choices: ['Nein', 'Ja'],
    items: {
      q1: 'Den Wunsch, tot zu sein',
      q2: 'Gedanken, sich das Leben zu nehmen',
      q3: 'Gedanken daran, wie',
      q4: 'Eine gewisse Absicht',
      q5: 'Einen Plan und die Absicht',
      q6: { lead: 'In Ihrem ganzen Leben:', ask: 'Haben Sie je etwas getan oder vorbereitet, um sich das Leben zu nehmen?' },
      'q6-recent': { lead: 'In den letzten drei Monaten:', ask: 'War es in dieser Zeit?' },
    },
  },
  npsi: {
    lead: 'Denken Sie an die letzten 24 Stunden. Wie stark ist diese Art von Schmerz?',
    low: 'nicht vorhanden',
    high: 'die stärkste vorstellbare',
    items: {
      q1: 'Brennen', q2: 'Einschnüren', q3: 'Druck', q5: 'Stromstöße', q6: 'Stechen', q8: 'Schmerz durch leichtes Streichen', q9: 'Schmerz durch Druck', q10: 'Schmerz durch Kälte', q11: 'Kribbeln wie von Nadeln', q12: 'Prickeln',
      q4: { ask: 'Wie viele Stunden am Tag haben Sie Schmerzen ohne Anlass?', low: 'ständig', high: 'unter einer Stunde' },
      q7: { ask: 'Wie viele Schmerzattacken haben Sie am Tag?', low: 'über zwanzig', high: 'keine' },
    },
  },
  odi: {
    lead: 'Wie sehr schränkt Sie Ihr Rücken heute dabei ein?',
    low: 'gar nicht',
    high: 'so sehr wie möglich',
    items: inOrder('Schmerzstärke', 'Körperpflege', 'Heben', 'Gehen', 'Sitzen', 'Stehen', 'Schlafen', 'Sexualleben', 'Geselligkeit', 'Reisen'),
  },
  'eq-5d-5l': {
    lead: 'Wie geht es Ihnen heute?',
    low: 'keine Probleme',
    high: 'nicht möglich oder äußerst stark',
    items: {
      mobility: 'Beweglichkeit', 'self-care': 'Für sich selbst sorgen', 'usual-activities': 'Alltägliche Tätigkeiten', pain: 'Schmerzen oder Beschwerden', anxiety: 'Angst oder Niedergeschlagenheit',
      vas: { ask: 'Wie gut ist Ihre Gesundheit heute, von 0 bis 100?', low: 'die schlechteste', high: 'die beste' },
    },
  },
  'whodas-12': {
    lead: 'Denken Sie an die letzten 30 Tage. Wie schwer fiel Ihnen das?',
    low: 'gar nicht',
    high: 'äußerst schwer oder nicht möglich',
    items: inOrder(
      'Lange stehen', 'Pflichten im Haushalt', 'Etwas Neues lernen', 'Am Leben der Gemeinschaft teilnehmen', 'Gefühlsmäßige Belastung durch die Gesundheit', 'Zehn Minuten lang konzentrieren',
      'Eine lange Strecke gehen', 'Sich waschen', 'Sich anziehen', 'Mit Fremden umgehen', 'Eine Freundschaft pflegen', 'Tägliche Arbeit',
    ),
  },
};
