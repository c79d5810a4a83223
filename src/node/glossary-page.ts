/** docs/glossary.md: what parkade words prints, as a page. */
import { glossary } from './commands/words.ts';

export function glossaryPage(): string {
  const parts = glossary.map(({ title, words }) => {
    const rows = Object.entries(words).map(([word, meaning]) => `| ${cell(word)} | ${cell(meaning)} |`);
    return `## ${title}\n\n| word | meaning |\n|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Glossary\n\nWritten by \`node scripts/write-glossary.mjs\` from what \`parkade words\` prints.\n\n${parts.join('\n')}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
