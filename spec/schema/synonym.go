package schema

import (
	"slices"
	"strings"

	"naftiko/spec/diag"
)

// twins are keys that some versions spell otherwise.
var twins = map[string]string{
	"display": "label", "label": "display",
	"flows": "functions", "functions": "flows",
	"target": "targetName", "targetName": "target",
	"from": "location", "location": "from",
	"externalRefs": "binds", "binds": "externalRefs",
}

// synonyms are what people call keys, most of them out of other formats, by what the
// keys are here: the first that may stand in a place is meant.
var synonyms = map[string][]string{
	"alias":        {"as"},
	"apikey":       {"value", "key"},
	"args":         {"with", "arguments"},
	"arguments":    {"with", "inputParameters"},
	"auth":         {"authentication"},
	"baseurl":      {"baseUri"},
	"contenttype":  {"mimeType", "mediaType", "outputMediaType"},
	"endpoint":     {"path", "baseUri", "uri"},
	"endpoints":    {"resources"},
	"env":          {"binds"},
	"file":         {"location"},
	"format":       {"outputRawFormat"},
	"headers":      {"inputParameters"},
	"host":         {"address", "baseUri"},
	"httpmethod":   {"method"},
	"id":           {"name"},
	"in":           {"placement"},
	"inputs":       {"inputParameters"},
	"inputschema":  {"inputParameters"},
	"jsonpath":     {"mapping", "value"},
	"location":     {"in"},
	"messages":     {"template"},
	"name":         {"key"},
	"operation":    {"call"},
	"operationid":  {"name"},
	"outputs":      {"outputParameters"},
	"outputschema": {"outputParameters"},
	"parameters":   {"inputParameters"},
	"params":       {"inputParameters", "with"},
	"pass":         {"password"},
	"path":         {"location", "from", "mapping", "value"},
	"paths":        {"resources"},
	"payload":      {"body", "data"},
	"prompt":       {"template"},
	"requestbody":  {"body"},
	"response":     {"outputParameters"},
	"responses":    {"outputParameters"},
	"route":        {"path"},
	"routes":       {"resources"},
	"server":       {"baseUri"},
	"source":       {"value", "from", "location"},
	"summary":      {"description"},
	"text":         {"content", "value"},
	"title":        {"label", "display"},
	"uri":          {"path", "baseUri", "location"},
	"url":          {"baseUri", "path", "uri"},
	"user":         {"username"},
	"verb":         {"method"},
	"version":      {"naftiko", "ikanos"},
}

// wordSynonyms are what people call values, by the words that are meant.
var wordSynonyms = map[string][]string{
	"api":        {"rest"},
	"http":       {"rest"},
	"rest":       {"http"},
	"bool":       {"boolean"},
	"date":       {"string"},
	"datetime":   {"string"},
	"dict":       {"object"},
	"double":     {"number"},
	"enum":       {"string"},
	"env":        {"environment", "variables"},
	"environ":    {"environment"},
	"file":       {"environment"},
	"float":      {"number"},
	"form":       {"formUrlEncoded"},
	"formdata":   {"multipartForm", "body"},
	"int":        {"integer", "number"},
	"integer":    {"number"},
	"js":         {"javascript"},
	"jwt":        {"jwks"},
	"list":       {"array"},
	"long":       {"integer", "number"},
	"map":        {"object"},
	"mapping":    {"object"},
	"md":         {"markdown"},
	"multipart":  {"multipartForm"},
	"num":        {"number"},
	"oauth":      {"oauth2"},
	"plain":      {"text"},
	"protobuf":   {"protobuf"},
	"proto":      {"protobuf"},
	"py":         {"python"},
	"sse":        {"http"},
	"str":        {"string"},
	"text":       {"string"},
	"token":      {"bearer"},
	"url":        {"query"},
	"urlencoded": {"formUrlEncoded"},
	"uuid":       {"string"},
	"yml":        {"yaml"},
}

// like returns the known key that key is meant to be, or "".
func like(key string, known []string) string {
	if near := diag.Nearest(key, known); near != "" {
		return near
	}
	return firstOf(synonyms[diag.Fold(key)], known)
}

// likeWord returns the known word that a value is meant to be, or "": one that is
// nearly spelled so, one of the value's words, or a synonym.
func likeWord(text string, known []string) string {
	const most = 100
	if len(text) > most {
		return ""
	}
	if near := diag.Nearest(text, known); near != "" {
		return near
	}
	words := append(strings.FieldsFunc(text, isSeparator), text)
	for _, word := range words {
		for _, k := range known {
			if diag.Fold(k) == diag.Fold(word) {
				return k
			}
		}
	}
	for _, word := range words {
		if k := firstOf(wordSynonyms[diag.Fold(word)], known); k != "" {
			return k
		}
	}
	const long = 4
	for _, k := range known {
		if len(k) >= long && strings.Contains(diag.Fold(text), diag.Fold(k)) {
			return k
		}
	}
	return ""
}

func firstOf(words, known []string) string {
	for _, word := range words {
		if slices.Contains(known, word) {
			return word
		}
	}
	return ""
}

// isSeparator reports whether c stands between words: anything but ASCII letters
// and digits, so that quotation marks of print are none of a word.
func isSeparator(c rune) bool {
	return (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
}
