/** parkade schema: the JSON Schema of a run specification. */
import { specJsonSchema } from '../../../run/spec.ts';
import { type ExitCode, print } from '../context.ts';

export function schemaCommand(): ExitCode {
  print(JSON.stringify(specJsonSchema(), null, 2));
  return 0;
}
