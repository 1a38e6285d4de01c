import { beforeAll, describe, expect, it } from 'vitest';
import type { Python } from '../../../src/lib/python/python.ts';
import { nodePython, ran, whyNoPython } from './node-python.ts';

describe.skipIf(whyNoPython !== undefined)('programs that await', () => {
	let python: Python;

	beforeAll(async () => {
		python = await nodePython();
	});

	it('run to their end, with what they sleep for, and nothing of the loop is left for the next command', () => {
		python.files.replace(
			new Map([
				[
					'a.py',
					`import asyncio
said = []
async def say(word, wait):
    await asyncio.sleep(wait)
    said.append(word)
async def main():
    await asyncio.gather(say('second', 0.02), say('first', 0.01))
    return said
print(asyncio.run(main()))
print(asyncio.run(main()))
`
				]
			])
		);
		const once = "['first', 'second']\n['first', 'second', 'first', 'second']\n";
		expect(ran(python, 'python a.py')).toMatchObject({ code: 0, text: once });
		expect(ran(python, 'python a.py')).toMatchObject({ code: 0, text: once });
	});

	it('that wait for what can never come say so instead of waiting', () => {
		const { code, text } = ran(
			python,
			'python -c "import asyncio; asyncio.run(asyncio.wait_for(asyncio.Event().wait(), None))"'
		);
		expect(code).toBe(1);
		expect(text).toContain('RuntimeError: what is awaited can never come');
	});

	it('Alembic’s asynchronous template runs as it is, on the driver that there is', () => {
		python.files.replace(new Map());
		expect(ran(python, 'alembic init -t async migrations').code).toBe(0);
		const ini = new TextDecoder().decode(python.files.read('alembic.ini'));
		python.files.write(
			'alembic.ini',
			ini.replace(/^sqlalchemy.url = .*$/m, 'sqlalchemy.url = sqlite+aiosqlite:///app.db')
		);
		expect(ran(python, 'alembic revision -m pets --rev-id a1').code).toBe(0);
		const name = 'migrations/versions/a1_pets.py';
		const text = new TextDecoder().decode(python.files.read(name));
		python.files.write(
			name,
			text
				.replace(
					/def upgrade\(\) -> None:\n(?: {4}.*\n)+/,
					"def upgrade() -> None:\n    op.create_table('pets', sa.Column('id', sa.Integer, primary_key=True))\n"
				)
				.replace(
					/def downgrade\(\) -> None:\n(?: {4}.*\n)+/,
					"def downgrade() -> None:\n    op.drop_table('pets')\n"
				)
		);
		const up = ran(python, 'alembic upgrade head');
		expect(up.text).toContain('Running upgrade  -> a1, pets');
		expect(up.code).toBe(0);
		expect(up.events.some((event) => event.kind === 'step')).toBe(true);
		expect(ran(python, 'alembic current').text).toContain('a1 (head)');
		expect(ran(python, 'alembic downgrade base')).toMatchObject({ code: 0 });
	});

	it('an asynchronous session writes and reads', () => {
		python.files.replace(
			new Map([
				[
					'a.py',
					`import asyncio
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class Pet(Base):
    __tablename__ = 'pets'
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]

async def main():
    engine = create_async_engine('sqlite+aiosqlite:///pets.db')
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session:
        session.add_all([Pet(name='Rex'), Pet(name='Mia')])
        await session.commit()
        print((await session.scalars(sa.select(Pet.name).order_by(Pet.name))).all())
        try:
            await session.execute(sa.text('SELECT nobody'))
        except sa.exc.OperationalError as error:
            print(error.orig)
    await engine.dispose()

asyncio.run(main())
`
				]
			])
		);
		expect(ran(python, 'python a.py')).toMatchObject({
			code: 0,
			text: "['Mia', 'Rex']\nno such column: nobody\n"
		});
	});
});
