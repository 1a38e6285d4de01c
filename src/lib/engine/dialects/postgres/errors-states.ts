import { asSentence } from '../../text/sentence.ts';
import type { Meaning } from './errors.ts';

/** Moments at which a statement cannot work, and what the machine cannot do. */
export const explainStates: readonly Meaning[] = [
	{
		code: '25001',
		form: /^(.+?) cannot (?:be executed|run) (?:inside|from|within) (?:a transaction block|a function|a pipeline)/,
		explain: ([what]) => ({
			message: `${what} cannot run inside a transaction.`,
			hint: 'Put the statement into a migration of its own, with transaction:false after the migrate directive.'
		})
	},
	{
		code: '25001',
		explain: (_, { message }) => ({
			message: `The statement cannot run inside a transaction: ${message}.`,
			hint: 'Put it into a migration of its own, with transaction:false after the migrate directive.'
		})
	},
	{
		code: '25P01',
		explain: () => ({
			message: 'The statement needs a transaction, and none is under way.',
			hint: 'Begin one first, or remove transaction:false so that the step runs in one.'
		})
	},
	{
		code: '25P02',
		explain: () => ({
			message: 'An earlier statement of the transaction failed, so PostgreSQL takes nothing but its end.',
			hint: 'Correct the statement that failed first.'
		})
	},
	{
		code: '55P04',
		form: /^unsafe use of new value "([^]+)" of enum type (.+)$/,
		explain: ([value, type]) => ({
			message: `'${value}' was added to ${type} in this very transaction, and PostgreSQL lets nobody use it before that has ended.`,
			hint: 'Put ALTER TYPE … ADD VALUE into a migration of its own before this one, or write transaction:false after the migrate directive.'
		})
	},
	{
		code: '55006',
		explain: (_, { message }) => ({
			message: `Something is still in use: ${message}.`,
			hint: message.includes('pending trigger events')
				? 'Rows and structure of one table are changed in the same transaction: write SET CONSTRAINTS ALL IMMEDIATE between the two, or put them into two migrations.'
				: 'End what uses it first.'
		})
	},
	{
		code: '53200',
		explain: (_, { message }) => ({
			message: message.includes('shared memory')
				? 'The step locks more tables at once than PostgreSQL has room for.'
				: 'PostgreSQL has no memory left.',
			hint: 'Split the step into several migrations.'
		})
	},
	{
		code: '54001',
		explain: () => ({
			message:
				'The statement goes too deep: a function or trigger may call itself without end, or an expression is nested too far.',
			hint: 'Look for a trigger that changes its own table, or split the expression.'
		})
	},
	{
		code: '40P01',
		explain: () => ({
			message: 'Two transactions wait for each other, so PostgreSQL ended this one.',
			hint: 'Run the step again; take locks in the same order everywhere.'
		})
	},
	{
		code: '57014',
		explain: () => ({
			message: 'The statement was cancelled.',
			hint: 'Run the step again; a statement that takes too long may need an index or smaller pieces.'
		})
	},
	{
		code: '42501',
		explain: (_, { message }) => ({
			message: message.includes('system catalog')
				? `PostgreSQL keeps its own tables to itself: ${message}.`
				: `The role of the session may not do that: ${message}.`,
			hint: message.includes('system catalog')
				? 'Change the structure by ALTER, CREATE and DROP.'
				: 'GRANT it the right first, or write RESET ROLE before the statement and at the end of the step, which writes the ledger.'
		})
	},
	{
		code: '2D000',
		explain: (_, { message }) => ({
			message: asSentence(`${message.charAt(0).toUpperCase()}${message.slice(1)}`),
			hint: 'A procedure or DO block can end a transaction only where there is none around it. Take it out, or write transaction:false after the migrate directive, so that the step has none.'
		})
	},
	{
		code: 'P0001',
		explain: (_, { message }) => ({
			message: `A function of the database refused it: ${asSentence(message)}`,
			hint: 'The text comes from a RAISE in a function or trigger of the migrations; look there for the reason.'
		})
	}
];
