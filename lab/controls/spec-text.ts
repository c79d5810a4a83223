/** A specification as text, and back. Pure but for fetching the reader of YAML when it is needed. */

export type SpecFormat = 'json' | 'yaml';

/** Lists of numbers, and of such lists, longer than this share one line. */
const LINE = 100;

/** A key a line; lists stay on one line, whatever their length. */
export async function specText(spec: object, format: SpecFormat): Promise<string> {
  if (format === 'yaml') {
    const { stringify } = await import('yaml');
    return stringify(spec, { flowCollectionPadding: false, lineWidth: LINE, collectionStyle: 'any' });
  }
  const lines = Object.entries(spec).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}`;
}

/** What a text holds, as JSON or YAML, or what is wrong with it. */
export async function specOf(text: string): Promise<{ spec: object } | { problem: string }> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error)
    return {
      problem: `This is neither JSON nor YAML: ${error.message.split('\n')[0].replace(/:$/, '')}. Mend it, or undo.`,
    };
  try {
    const spec: unknown = document.toJS({ maxAliasCount: 100 });
    if (typeof spec === 'object' && spec !== null && !Array.isArray(spec)) return { spec };
  } catch (cause) {
    return { problem: `This cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.` };
  }
  return { problem: 'This should hold a mapping from keys to values, such as "beta: 64".' };
}
