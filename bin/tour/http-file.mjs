/**
 * Reads a .http file as the REST clients of editors do: requests between `###`, `# @name`, `@variable = value`.
 * @returns {{ variables: Map<string, string>, requests: { title: string, name?: string, method: string, url: string, headers: [string, string][], body?: string }[] }}
 */
export function parseHttpFile(text) {
  const variables = new Map();
  const requests = [];
  for (const block of text.split(/^###/m)) {
    const [title = '', ...lines] = block.split('\n');
    const request = { title: title.trim(), headers: [] };
    const body = [];
    let part = 'start';
    for (const line of lines) {
      const variable = /^@(\w+)\s*=\s*(.*)$/.exec(line);
      if (part === 'start' && variable) variables.set(variable[1], variable[2].trim());
      else if (part === 'start' && /^#\s*@name\s+(\w+)/.test(line)) request.name = /^#\s*@name\s+(\w+)/.exec(line)[1];
      else if (part === 'start' && /^(GET|POST|PATCH|PUT|DELETE) /.test(line)) {
        [request.method, request.url] = line.trim().split(/\s+/, 2);
        part = 'headers';
      } else if (part === 'headers' && line.trim() === '') part = 'body';
      else if (part === 'headers') request.headers.push([line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
      else if (part === 'body') body.push(line);
    }
    if (!request.method) continue;
    const text_ = body.join('\n').trim();
    requests.push(text_ === '' ? request : { ...request, body: text_ });
  }
  return { variables, requests };
}

/** Replaces `{{name}}` by a variable and `{{name.response.body.$.path}}` (or `.headers.Name`) by what a request before answered. */
export function filledIn(text, variables, answers) {
  return text.replaceAll(/\{\{([^{}]+)\}\}/g, (_whole, expression) => {
    const [name, where, part, ...rest] = expression.trim().split('.');
    if (where !== 'response') {
      if (!variables.has(expression.trim())) throw new Error(`{{${expression}}} is not a variable`);
      return filledIn(variables.get(expression.trim()), variables, answers);
    }
    const answer = answers.get(name);
    if (!answer) throw new Error(`{{${expression}}}: no request before was named ${name}`);
    const value = part === 'headers' ? answer.headers[rest.join('.').toLowerCase()] : lookUp(answer.body, rest.join('.'));
    if (value === undefined) throw new Error(`{{${expression}}} is not in the answer`);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** The part of JSONPath that the tour needs: names, `[0]`, `[?(@.name=='value')]`. */
function lookUp(body, path) {
  let value = body;
  for (const step of path.replace(/^\$\.?/, '').match(/\[\?\(@\.\w+=='[^']*'\)\]|\[\d+\]|[^.[\]]+/g) ?? []) {
    const filter = /^\[\?\(@\.(\w+)=='([^']*)'\)\]$/.exec(step);
    if (filter) value = value?.find?.((item) => item[filter[1]] === filter[2]);
    else value = value?.[step.replaceAll(/[[\]]/g, '')];
  }
  return value;
}
