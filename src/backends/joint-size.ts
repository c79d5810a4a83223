/** How many rows can be solved for together, where all feel each other. */

/** Up to so many coordinates, d − 1 a row, their Jacobian is a dense matrix; beyond, products are made with it. */
export const LARGEST_DENSE_SIZE = 1500;

/** Products are made with the weights of all pairs at hand: 200 MB. */
export const MOST_JOINT_ROWS = 5000;
