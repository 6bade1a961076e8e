// Package watch finds out what of a project has changed, and describes the API that its Go code declares
// without building all of the program: the Pulumi SDK alone takes longer to link than everything else.
package watch
