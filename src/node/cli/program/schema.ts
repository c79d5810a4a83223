/** parkade schema. */
import type { AddCommand } from './add-command.ts';

export const addSchema: AddCommand = (program, settle) => {
  program
    .command('schema')
    .description('Print the JSON Schema of a run specification.')
    .action(async () => {
      const { schemaCommand } = await import('../commands/schema.ts');
      settle(schemaCommand());
    });
};
