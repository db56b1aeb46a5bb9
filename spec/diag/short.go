package diag

// Short cuts a name of a document for a message: to some 60 bytes and "…".
func Short(name string) string {
	const most = 60
	for i := range name {
		if i > most {
			return name[:i] + "…"
		}
	}
	return name
}
