package rule

// importFindings are those about imports, from spec/load.
var importFindings = []Finding{
	{
		Code:  "no-import",
		Title: "a key of imports in an entry that imports nothing",
		Why: "The entry declares an API, binds or functions of its own and has `location`, `from` or `as` besides, but no " +
			"`import`. The key has no meaning then, and the entry is read as though it were not there. It was left over " +
			"from an import, or it was to say something else: where an API is, says `baseUri`. Nothing is read from the " +
			"file that the key names.",
		Do:     "Leave the key out; for an import, write `import` and the file, and nothing of its own.",
		Within: "consume",
		Bad: `location: ./shared/crm.yaml
baseUri: https://shop.example.com
`,
		Good: `baseUri: https://shop.example.com
`,
	},
	{
		Code:  "import-ignores",
		Title: "a declaration beside an import",
		Why: "An entry that imports another one stands for it as it is; besides its description, nothing in the importing " +
			"entry counts. Here it has more, such as a `baseUri` or a `namespace`, which is ignored: calls go where the " +
			"imported file says. Who reads the document alone will believe otherwise. To call another server, give " +
			"`--base-uri NAMESPACE=URL`.",
		Do:     "Take it out. The namespace is changed with `as`; everything else is written in the imported file.",
		Within: "capability",
		Bad: `consumes:
- location: ./shared/crm.yaml
  import: crm
  baseUri: https://test.crm.example.com
`,
		Good: `consumes:
- location: ./shared/crm.yaml
  import: crm
`,
	},
	{
		Code:  "too-many-imports",
		Title: "more imports than are followed",
		Why: "A document may have 1,000 imports, of 50 files, together 8 MiB, that lead from file to file 10 times, and an " +
			"entry may not be imported so often that its copies come to more than 32 MiB. A short file could otherwise " +
			"make a machine read and hold any amount. What is beyond is not imported, and calling it is an error; all " +
			"else can be called.",
		Do: "Import an entry once, and put what belongs together into one file.",
	},
	{
		Code:  "duplicate-namespace",
		Title: "two entries with one namespace",
		Why: "Operations are called as `namespace.operation`, and a variable of one bind among several as " +
			"`{{namespace.NAME}}`. Of two entries with the same namespace that does not say which: an operation that both " +
			"have is called with its resource as well, or by number where that is the same, and a call in the document " +
			"takes the first. What only one of them has is found as ever. Imported entries count as well.",
		Do:     "Give each entry a namespace of its own; that of an import is changed with `as`.",
		Within: "capability",
		Bad: `consumes:
- location: ./shared/crm.yaml
  import: crm
- location: ./shared/apis.yaml
  import: crm
`,
		Good: `consumes:
- location: ./shared/crm.yaml
  import: crm
- location: ./shared/apis.yaml
  import: crm
  as: other-crm
`,
	},
	{
		Code:  "import-cycle",
		Title: "imports that go in a circle",
		Why: "The entry imports one that, directly or by way of other files, imports the first one again. There is no " +
			"entry at the end of that, so nothing is imported, and its operations cannot be called. The message has all " +
			"places of the circle. That two files import different entries of each other is fine.",
		Do:     "Write the entry out in one of the files, and import it from there.",
		Within: "capability",
		Bad: `consumes:
- location: ./shop.yaml # this file
  import: crm
  as: crm
`,
		Good: `consumes:
- location: ./shared/crm.yaml
  import: crm
`,
	},
	{
		Code:  "import-without-name",
		Title: "an import that does not say what is imported",
		Why: "The entry names a file with `location` or `from`, and not which entry of the file is meant. The namespace is " +
			"written even if the file has one entry, so that the import still means the same when another is added. " +
			"Nothing is imported, and operations of the entry cannot be called; the rest of the document can.",
		Do:     "Add `import: NAMESPACE` with the namespace that the entry has in the file.",
		Within: "capability",
		Bad: `consumes:
- location: ./shared/crm.yaml
`,
		Good: `consumes:
- location: ./shared/crm.yaml
  import: crm
`,
	},
	{
		Code:  "import-without-file",
		Title: "an import that does not say from which file",
		Why: "The entry says what to import and not from where. There is no place that is searched for it: imports name " +
			"their file, relative to the document's folder. Nothing is imported, and operations of the entry cannot be " +
			"called; the rest of the document can.",
		Do:     "Add `location: FILE` in documents that begin with `naftiko`, `from: FILE` in those that begin with `ikanos`.",
		Within: "capability",
		Bad: `consumes:
- import: crm
`,
		Good: `consumes:
- location: ./shared/crm.yaml
  import: crm
`,
	},
	{
		Code:  "import-alias",
		Title: "a new name for what has none",
		Why: "The import gives the entry another namespace with `as`, and the entry is a control adapter, which needs no " +
			"namespace and has none. The new name would change nothing. Nothing is imported until it is taken out, since " +
			"it may be that another entry was meant.",
		Do: "Leave `as` out, or import the entry that was meant.",
	},
	{
		Code:  "import-empty",
		Title: "an import from a file that has nothing of the kind",
		Why: "The file is there, and has no entry in the section that imports: an import under `consumes` takes an entry " +
			"under `consumes`, one under `aggregates` an aggregate. Nothing is imported, and operations of the entry " +
			"cannot be called. The file may be another one than was meant, or the import may stand in the wrong section.",
		Do:     "Name the file that has the entry, or move the import to the section that has it there.",
		Within: "capability",
		Bad: `aggregates:
- location: ./shared/crm.yaml
  import: crm
`,
		Good: `consumes:
- location: ./shared/crm.yaml
  import: crm
`,
	},
	{
		Code:  "import-ambiguous",
		Title: "an import of a file that has several entries",
		Why: "An import may name a file alone where the file has a single entry. This one has more, and which is meant " +
			"cannot be told. Nothing is imported, and operations of the entry cannot be called. The same happens to " +
			"documents that were right when somebody adds an entry to the file.",
		Do:     "Write `import: NAMESPACE`, and the file in `location` or `from`.",
		Within: "capability",
		Bad: `consumes:
- import: ./shared/apis.yaml
`,
		Good: `consumes:
- location: ./shared/apis.yaml
  import: crm
`,
	},
	{
		Code:  "import-unknown",
		Title: "an import of an entry that the file does not have",
		Why: "The file is there, and none of its entries in that section has the namespace. Namespaces are compared letter " +
			"by letter. Nothing is imported, and operations of the entry cannot be called; the rest of the document can. " +
			"The hint lists what the file has.",
		Do:     "Write one of the namespaces that the hint lists.",
		Within: "capability",
		Bad: `consumes:
- location: ./shared/apis.yaml
  import: crn
`,
		Good: `consumes:
- location: ./shared/apis.yaml
  import: crm
`,
	},
	{
		Code:  "import-remote",
		Title: "an import from the network",
		Why: "Imports are files of this machine; an address with `https://` or another scheme than `file:` is not fetched. " +
			"What a document does could otherwise change from one call to the next without anybody who looked at it, and " +
			"checking it would depend on the network. Nothing is imported, and operations of the entry cannot be called.",
		Do:     "Download the file, keep it beside the document, and import that.",
		Within: "capability",
		Bad: `consumes:
- location: https://example.com/crm.yaml
  import: crm
`,
		Good: `consumes:
- location: ./shared/crm.yaml
  import: crm
`,
	},
	{
		Code:  "import-broken",
		Title: "an import from a file with an error",
		Why: "The file is there, and has an error that would keep it from being run by itself: it is no YAML, or no " +
			"capability document. Nothing is imported from it, and operations of the entry cannot be called; the rest of " +
			"the document can. The message tells the first error of the file and its place there.",
		Do:     "Mend the imported file; `naftiko validate FILE` shows all of its findings.",
		Within: "capability",
		Bad: `consumes:
- location: ./shared/broken.yaml
  import: crm
`,
		Good: `consumes:
- location: ./shared/crm.yaml
  import: crm
`,
	},
	{
		Code:  "import-refused",
		Title: "an import that may not be read",
		Why: "A document is treated as a stranger's program: it may have files read below its own folder only, and only " +
			"`.yaml`, `.yml` and `.json`. This one has another suffix, lies elsewhere or in a folder whose name begins " +
			"with a dot, or a link leads out. A document from standard input has no folder of its own, and so imports " +
			"nothing by itself. Nothing is imported, and operations of the entry cannot be called.",
		Do:     "Move the file below the folder of the document, or allow its folder with `--allow-path DIR`.",
		Within: "capability",
		Bad: `consumes:
- location: ../crm.yaml
  import: crm
`,
		Good: `consumes:
- location: ./shared/crm.yaml
  import: crm
`,
	},
	{
		Code:  "import-not-found",
		Title: "an import of a file that is not there",
		Why: "There is no such file. A relative path begins at the folder of the document that has the import, wherever " +
			"the command is started. Nothing is imported, and operations of the entry cannot be called; the rest of the " +
			"document can. Mind the case of letters: a name that is found on one machine may not be on another.",
		Do:     "Correct the path, or add the file.",
		Within: "capability",
		Bad: `consumes:
- location: ./shared/gone.yaml
  import: crm
`,
		Good: `consumes:
- location: ./shared/crm.yaml
  import: crm
`,
	},
	{
		Code:  "import-unreadable",
		Title: "an import of a file that cannot be read",
		Why: "The file is there and the machine does not let it be read: its permissions say no, a part of its path is no " +
			"folder, or it is larger than the 8 MiB that imports may have. Nothing is imported, and operations of the " +
			"entry cannot be called; the rest of the document can. The message has the machine's own reason.",
		Do: "Change the permissions or the path; split a file that is too large.",
	},
}
