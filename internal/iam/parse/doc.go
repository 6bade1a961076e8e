// Package parse reads IAM policy documents as IAM does when it stores them: what AWS refuses is
// refused with AWS's code and words, and every problem is listed with its place.
package parse
