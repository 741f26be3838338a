/** Of patients that tests make up: words that the program itself has nowhere, so that the search of the logs looks for them. */
export const PATIENT_NAMES = { givenName: 'Robin', familyName: 'Quillfeather' };
