"""Our verdict beside AWS's own: what is sent to AWS, what AWS answers, and where the two differ."""
