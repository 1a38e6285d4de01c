import type { Definition } from '../../../schema/model.ts';
import { parametersIn, parameterText } from '../sequence-parameters.ts';

/** CREATE SEQUENCE without its owner, who may come later. */
export function sequenceText({ name, properties }: Pick<Definition, 'name' | 'properties'>): string {
	const type = typeof properties.type === 'string' ? ` AS ${properties.type}` : '';
	const parameters = parameterText(parametersIn(properties));
	return `CREATE ${properties.unlogged === true ? 'UNLOGGED ' : ''}SEQUENCE ${name}${type}${parameters === '' ? '' : ` ${parameters}`}`;
}
