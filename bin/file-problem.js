/** Something about a file that its owner can mend. */
export class FileProblem extends Error {
	name = 'FileProblem';
}

/** What the operating system's refusals mean, by their codes. */
const reasons = {
	ENOENT: (path) => `There is no ${path}.`,
	EISDIR: (path) => `${path} is a folder, not a file.`,
	ENOTDIR: (path) => `${path} cannot be there: a part of that path is a file, not a folder.`,
	EEXIST: (path) => `${path} is there already.`,
	EACCES: (path) => `This user is not allowed to use ${path}.`,
	EPERM: (path) => `This user is not allowed to use ${path}.`,
	EROFS: (path) => `${path} is on a disk that can only be read.`,
	ENOSPC: (path) => `The disk of ${path} is full.`
};

/** Does `work` on the file or folder at `path`; what the operating system refuses is thrown in words that name it. */
export async function aboutFile(path, work) {
	try {
		return await work();
	} catch (error) {
		if (error?.syscall === undefined) throw error;
		const reason = reasons[error.code];
		throw new FileProblem(reason ? reason(path) : `${path}: ${error.message}.`, { cause: error });
	}
}
