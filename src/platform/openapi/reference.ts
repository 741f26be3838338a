/** Holds the document once the application has described itself. */
export class Reference {
  json = '{}';
}
