"""How many segments: the evidence on every k in a range, and the policy that chooses."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

from segmentation.criteria import (
    N_INIT,
    bootstrap_stability,
    gap_statistic,
    reference_logs,
    resampled_labels,
    silhouettes,
)
from segmentation.kmeans import Partition, fit_kmeans, one_thread

CHOSEN_N_INIT = 50
LOW_QUANTILE = 0.05


@dataclass(frozen=True)
class Candidate:
    """A k that was tried, with its criteria in scaled units.

    Attributes
    ----------
    k : int
        Number of segments.
    inertia : float
        Sum of squared distances to the centroids.
    silhouette : float
        Mean silhouette coefficient (Rousseeuw 1987), -1 to 1, higher is better.
    calinski_harabasz : float
        Variance ratio (Calinski and Harabasz 1974), higher is better.
    davies_bouldin : float
        Mean similarity of each segment to its nearest (Davies and Bouldin 1979), lower is better.
    smallest_share : float
        Share of the customers in the smallest segment, 0 to 1.
    gap, gap_standard_error : float or None
        Gap statistic (Tibshirani et al. 2001), higher is better; None if it was not asked for.
    stability, stability_low : float or None
        Mean and lower 5 % quantile of the adjusted Rand index over bootstrap resamples; None if
        nothing depended on it.
    rejection_reason : str or None
        Why this k is not eligible.
    """

    k: int
    inertia: float
    silhouette: float
    calinski_harabasz: float
    davies_bouldin: float
    smallest_share: float
    gap: float | None = None
    gap_standard_error: float | None = None
    stability: float | None = None
    stability_low: float | None = None
    rejection_reason: str | None = None

    @property
    def is_eligible(self) -> bool | None:
        """Whether nothing speaks against this k; None if its stability was not looked at."""
        if self.rejection_reason is None and self.stability is None:
            return None
        return self.rejection_reason is None


class Evidence:
    """What speaks for and against every k, about the same rows.

    Resamples are most of the work, so the stability of a k is computed only when it is asked for.

    Attributes
    ----------
    partitions : dict of int to Partition
        The best of `criteria.N_INIT` starts, by k, ascending.
    candidates : dict of int to Candidate
        What is known of each k.
    """

    def __init__(
        self,
        scaled: np.ndarray,
        ks: Iterable[int],
        *,
        min_smallest_share: float,
        min_stability: float,
        random_seed: int,
    ):
        """Try every k that the data can carry.

        Parameters
        ----------
        scaled : ndarray of shape (n, d)
            Finite and sorted.
        ks : iterable of int
            The numbers of segments to try, from 2; those not below the number of different rows
            are left out.
        min_smallest_share : float
            Share of the customers, 0 to 1, below which the smallest segment is a sliver.
        min_stability : float
            Mean adjusted Rand index below which a partition is unstable.
        random_seed : int
            Seed of all fits, resamples and reference data.

        Raises
        ------
        ValueError
            If the data can carry none of the ks.
        """
        different = len(np.unique(scaled, axis=0))
        possible = sorted(k for k in ks if k < different)
        if not possible:
            raise ValueError(f"{different} different rows are too few for any k of {sorted(ks)}")
        self._scaled = scaled
        self._min_smallest_share = min_smallest_share
        self._min_stability = min_stability
        self._random_seed = random_seed
        self._resampled = {}
        self._references = {}
        self.partitions = {
            k: fit_kmeans(scaled, k, n_init=N_INIT, random_seed=random_seed) for k in possible
        }
        self.candidates = {}
        coefficients = silhouettes(scaled, [item.labels for item in self.partitions.values()])
        for partition, values in zip(self.partitions.values(), coefficients, strict=True):
            self._measure(partition, values, partition.sizes)

    def look_at_stability(self, k: int) -> None:
        """Compute the stability of a k, and reject the k if it is unstable."""
        if k not in self._resampled:
            self._resampled[k] = resampled_labels(self._scaled, k, random_seed=self._random_seed)
        stability = bootstrap_stability(self.partitions[k].labels, self._resampled[k])
        mean, reason = float(stability.mean()), self.candidates[k].rejection_reason
        if reason is None and mean < self._min_stability:
            reason = f"unstable: adjusted Rand index {mean:.3f} below {self._min_stability}"
        self.candidates[k] = replace(
            self.candidates[k],
            stability=mean,
            stability_low=float(np.quantile(stability, LOW_QUANTILE)),
            rejection_reason=reason,
        )

    def look_at_gap(self, k: int) -> None:
        """Compute the gap statistic of a k."""
        if k not in self._references:
            self._references[k] = reference_logs(self._scaled, k, random_seed=self._random_seed)
        gap, error = gap_statistic(self.partitions[k].inertia, self._references[k])
        self.candidates[k] = replace(self.candidates[k], gap=gap, gap_standard_error=error)

    def use(self, partition: Partition, sizes: np.ndarray) -> None:
        """Judge another partition of the rows in place of the one of as many segments.

        Parameters
        ----------
        partition : Partition
            Of the rows. A segment may have none of them, if it was fitted on more.
        sizes : ndarray of shape (k,)
            Customers per segment, of all that it was fitted on.
        """
        former = self.candidates[partition.k]
        self.partitions[partition.k] = partition
        [values] = silhouettes(self._scaled, [partition.labels])
        self._measure(partition, values, sizes)
        if former.stability is not None:
            self.look_at_stability(partition.k)
        if former.gap is not None:
            self.look_at_gap(partition.k)

    def _measure(self, partition: Partition, coefficients: np.ndarray, sizes: np.ndarray) -> None:
        share = float(sizes.min() / sizes.sum())
        reason = None
        if share < self._min_smallest_share:
            # With as many digits as tell the two apart.
            digits = next(
                (n for n in (1, 2, 3) if round(share, 2 + n) < self._min_smallest_share), 4
            )
            reason = (
                f"sliver: {sizes.min()} customers, {share:.{digits}%},"
                f" below {self._min_smallest_share:.{digits}%}"
            )
        with one_thread():
            self.candidates[partition.k] = Candidate(
                k=partition.k,
                inertia=partition.inertia,
                silhouette=float(coefficients.mean()),
                calinski_harabasz=float(calinski_harabasz_score(self._scaled, partition.labels)),
                davies_bouldin=float(davies_bouldin_score(self._scaled, partition.labels)),
                smallest_share=share,
                rejection_reason=reason,
            )


def undecided_k(
    candidates: Iterable[Candidate], *, k_min: int, k_max: int, silhouette_tie: float
) -> int | None:
    """Return a k whose stability `choose_k` depends on and that nobody has looked at, if any is.

    The best silhouette may win, and where it does, of near ties the fewest segments: no other
    stability can change the choice. Parameters as `choose_k`.
    """
    candidates = _in_range(candidates, k_min, k_max)
    possible = [item for item in candidates if item.rejection_reason is None]
    if not possible:
        return None
    best = max(possible, key=_by_silhouette)
    if best.stability is None:
        return best.k
    fewest = _fewest_of_ties(possible, best, silhouette_tie)
    return fewest.k if fewest.stability is None else None


def choose_k(
    candidates: Iterable[Candidate], *, k_min: int, k_max: int, silhouette_tie: float
) -> tuple[int, str]:
    """Choose the number of segments from the evidence.

    Parameters
    ----------
    candidates : iterable of Candidate
        What was tried; those out of range do not count, unless there are no others. `undecided_k`
        finds none of them.
    k_min, k_max : int
        The range to choose from, both ends included.
    silhouette_tie : float
        Silhouettes this close count as equal.

    Returns
    -------
    (int, str)
        The eligible k with the best silhouette, of near ties the fewest segments; without an
        eligible k the one whose smallest segment is largest. And the reason, in words.
    """
    candidates = _in_range(candidates, k_min, k_max)
    eligible = [item for item in candidates if item.rejection_reason is None]
    if not eligible:
        chosen = max(candidates, key=lambda candidate: (candidate.smallest_share, -candidate.k))
        reason = f"no k is eligible; the smallest segment is largest at k = {chosen.k}"
    else:
        best = max(eligible, key=_by_silhouette)
        chosen = _fewest_of_ties(eligible, best, silhouette_tie)
        reason = f"silhouette {chosen.silhouette:.3f}, best of {len(candidates)} tried"
        if chosen is not best:
            reason = (
                f"silhouette {chosen.silhouette:.3f}, fewer segments than k = {best.k}"
                f" at {best.silhouette:.3f}"
            )
        better = [item.k for item in candidates if _by_silhouette(item) > _by_silhouette(best)]
        if better:
            reason += f"; rejected: k = {', '.join(map(str, better))}"
    if chosen.k in (k_min, k_max):
        reason += f"; at the edge of k_range [{k_min}, {k_max}]"
    return chosen.k, reason


def _in_range(candidates: Iterable[Candidate], k_min: int, k_max: int) -> list[Candidate]:
    candidates = list(candidates)
    return [item for item in candidates if k_min <= item.k <= k_max] or candidates


def _by_silhouette(candidate: Candidate) -> tuple[float, int]:
    return candidate.silhouette, -candidate.k


def _fewest_of_ties(
    candidates: Iterable[Candidate], best: Candidate, silhouette_tie: float
) -> Candidate:
    ties = [item for item in candidates if item.silhouette >= best.silhouette - silhouette_tie]
    return min(ties, key=lambda item: item.k)
