// Package rule holds the rules, one a file: what a rule says about itself beside a judgement that
// looks at a model.Model and knows nothing of the policy SDK.
//
// A judgement returns findings. No findings means proven. What it cannot tell, it reports as
// undecided, naming what is unknown and who made it so; a mandatory rule then fails. Judge runs all
// rules, takes care of panics and fingerprints, and applies waivers.
package rule
