/** docs/glossary.md: what parkade words prints, as a page; test/words.test.ts writes and compares it. */
import { glossary } from './commands/words.ts';

export function glossaryPage(): string {
  const parts = glossary.map(({ title, words }) => {
    const rows = Object.entries(words).map(([word, meaning]) => `| ${cell(word)} | ${cell(meaning)} |`);
    return `## ${title}\n\n| word | meaning |\n|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Glossary\n\nWhat \`parkade words\` prints, as a page.\n\n${parts.join('\n')}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
