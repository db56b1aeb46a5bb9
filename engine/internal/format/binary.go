package format

var binaryKind = Kind{
	Name: "binary",
	Doc:  "The bytes of the answer as they came; no outputs are taken from them.",
	Blob: true,
}
