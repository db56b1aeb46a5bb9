package binding

import "strings"

// Read says what a document reads: the variable Bind is taken from From.
type Read struct {
	Bind string
	From string
	// Undeclared is set for a variable of the environment that no bind names.
	Undeclared bool
}

// Send says that the value of the variable Bind travels to Origin.
type Send struct {
	Bind   string
	Origin string
}

// reserved lists environment variables that belong to the machine, not to a
// document: a trailing * stands for any rest.
var reserved = []string{
	// clouds and clusters
	"AWS_*", "AZURE_*", "ARM_*", "GOOGLE_*", "GCP_*", "GCLOUD_*", "CLOUDSDK_*", "KUBE*", "VAULT_*", "DOCKER_*", "TF_*",
	// pipelines
	"CI", "CI_*", "ACTIONS_*", "RUNNER_*", "GITHUB_*", "GH_*", "GITLAB_*", "SYSTEM_*", "BUILD_*", "JENKINS_*", "BUILDKITE*",
	// package registries
	"NPM_*", "NODE_AUTH_TOKEN", "PYPI_*", "TWINE_*", "CARGO_*", "GOFLAGS", "GOPROXY", "GONOSUMDB",
	// the session and the machine
	"PATH", "HOME", "USER", "LOGNAME", "SHELL", "PWD", "OLDPWD", "HOSTNAME", "TERM", "LANG", "LC_*", "TMPDIR", "TEMP", "TMP",
	"USERNAME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "COMPUTERNAME", "WINDIR", "SYSTEMROOT", "COMSPEC",
	"SSH_*", "GPG_*", "DBUS_*", "XDG_*", "LD_*", "DYLD_*", "SUDO_*", "MAIL", "DISPLAY",
	"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "NAFTIKO_*",
}

// Reserved reports whether an environment variable belongs to the machine: a
// document reads it only when the user passes it through by name.
func Reserved(name string) bool {
	name = strings.ToUpper(name)
	for _, pattern := range reserved {
		if prefix, open := strings.CutSuffix(pattern, "*"); open && strings.HasPrefix(name, prefix) || name == pattern {
			return true
		}
	}
	return false
}
