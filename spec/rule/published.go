package rule

// published are the rules of the published rulesets, in their order: first those that
// both have, then those of ikanos documents, then that of naftiko documents.
var published = []Rule{
	namespacesUnique,
	consumesBaseURINoTrailingSlash,
	consumedResourceNoQueryInPath,
	restResourcePathNoTrailingSlash,
	restResourcePathNoQuery,
	addressNotExample,
	aggregateFlowDescription,
	aggregateSemanticsConsistency,
	mcpAuthStdioConflict,
	oauth2HTTPSAuthserver,
	oauth2ResourceHTTPS,
	oauth2ScopesDefined,
	infoTags,
	consumesDescription,
	restResourceDescription,
	restOperationDescription,
	noScriptTagsInMarkdown,
	noEvalInMarkdown,
	baseURINotExample,
	controlPortSingletonAndUnique,
	controlAddressLocalhostWarning,
	scriptDefaultsRequired,

	importFromRequired,
	importImportRequired,
	importUniqueAlias,
	importFromNotSelf,
	standaloneNoImports,
	exposesNamespaceRequired,
	aggregatesNamespaceRequired,
	aggregatesUniqueFunctionName,
	tunnelIdentityMustBind,
	tunnelFallbackDirectWarns,
	tunnelWithPublicBaseURIWarns,

	stepsNamePattern,
}
