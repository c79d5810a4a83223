/** parkade check. */
import { checkParameters } from '../../../checks/kit/parameters.ts';
import { flagOf } from '../../process/flag-of.ts';
import { type AddCommand, examples } from './add-command.ts';
import { addNumberFlags, ENGINE, JSON_DOCUMENT, RESULTS, specFlags, THREADS } from './flags.ts';

/** As the flags show them: without usual values, which differ from statement to statement. */
const parameters = Object.fromEntries(Object.entries(checkParameters).map(([key, declare]) => [key, declare(1)]));

export const addCheck: AddCommand = (program, settle) => {
  const command = program
    .command('check')
    .description(
      'Compare statements of the papers with what is measured: hypotheses, prediction, measurement, verdict.',
    )
    .argument('[statements...]', 'names of statements, or all');
  addNumberFlags(command, parameters)
    .option('--list', 'list the statements, each with its parameters', false)
    .option('--out <folder>', 'write the report there: index.html with its figures, check.json')
    .option('--force', 'replace a report that is already there', false)
    .option(...ENGINE)
    .option(...RESULTS)
    .option(...THREADS)
    .option(...JSON_DOCUMENT)
    .addHelpText(
      'after',
      examples(
        'parkade check all --out out/check',
        'parkade check theorem-4-1 --beta 4 --dimension 2',
        'parkade check --list',
      ),
    )
    .action(async (ids: string[], options) => {
      const { checkCommand, listStatements } = await import('../commands/check.ts');
      const given = specFlags<number>(options, Object.keys(parameters));
      const unused = Object.keys({ ...given, ...(options.out !== undefined && { out: '' }) });
      if (options.list) settle(listStatements(ids, unused.map(flagOf), options.json));
      else settle(await checkCommand(ids, given, options));
    });
};
